"""What is served beside the page: the gallery's media, and a study where one is named."""

from __future__ import annotations

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from demo.room.tab import GALLERY_URL
from demo.settings import Settings

STUDY_URL = "study"


def mounted(settings: Settings) -> list[Mount]:
    """The routes. A gallery may still be empty: its examples are made when they are asked for.

    Raises:
        StorageError: the folder named as a study holds none.
    """
    gallery = StaticFiles(directory=settings.gallery, check_dir=False)
    routes = [Mount(f"/{GALLERY_URL}", gallery)]
    if settings.study:
        from demo.study.web import create_app

        routes.append(Mount(f"/{STUDY_URL}", create_app(settings.study)))
    return routes
