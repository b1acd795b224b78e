"""pytest-httpserver with one expected request. `httpserver_app.py PORT`."""

import sys
import threading

from pytest_httpserver import HTTPServer

server = HTTPServer(host="127.0.0.1", port=int(sys.argv[1]))
server.expect_request("/generation", method="POST").respond_with_json(
    {
        "generation_id": 1,
        "clothing_item_ids": [],
        "num_images": 1,
        "payload": '{"prompt":"a model on the beach","camera":"photo","model_slug":"gemini-flash"}',
        "status": "Created",
        "feature_name": "model:gemini-flash",
        "created_at": "2026-01-15T17:00:00Z",
        "updated_at": "2026-01-15T17:00:00Z",
        "avatar_id": None,
    }
)
server.start()
threading.Event().wait()
