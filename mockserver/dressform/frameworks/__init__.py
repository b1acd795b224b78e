"""The shapes that vendors get from the web framework they are visibly built on."""
