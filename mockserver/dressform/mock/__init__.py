"""A server inside this process, and typed handles that steer it: what `dressform` exports."""
