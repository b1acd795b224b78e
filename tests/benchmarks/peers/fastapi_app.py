"""FastAPI as one writes it: a model of the body, and an answer that remembers nothing."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Generation(BaseModel):
    """What is asked for."""

    model_slug: str
    prompt: str = Field(max_length=2000)
    num_images: int = Field(ge=1, le=4)


@app.post("/generation")
async def create_generation(wanted: Generation) -> dict[str, Any]:
    """The same answer every time."""
    return {
        "generation_id": 1,
        "clothing_item_ids": [],
        "num_images": wanted.num_images,
        "payload": '{"prompt":"a model on the beach","camera":"photo","model_slug":"gemini-flash"}',
        "status": "Created",
        "feature_name": f"model:{wanted.model_slug}",
        "created_at": "2026-01-15T17:00:00Z",
        "updated_at": "2026-01-15T17:00:00Z",
        "avatar_id": None,
    }
