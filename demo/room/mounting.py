"""What is served beside the page: the gallery's media, and studies."""

from __future__ import annotations

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from demo.room.study_form import STUDY_URL
from demo.room.tab import GALLERY_URL
from demo.settings import Settings


def mounted(settings: Settings) -> list[Mount]:
    """The routes. A gallery may still be empty: its examples are made when they are asked for.

    A study that is made from the page is served from that moment on. On a page that is open to
    others only the one that is named is served.

    Raises:
        StorageError: the folder named as a study holds none.
    """
    gallery = StaticFiles(directory=settings.gallery, check_dir=False)
    routes = [Mount(f"/{GALLERY_URL}", gallery)]
    named = [settings.study] if settings.study else []
    if named or not settings.hosted:
        from demo.study.web import create_app

        shelf = None if settings.hosted else settings.studies
        routes.append(Mount(f"/{STUDY_URL}", create_app(*named, shelf=shelf)))
    return routes
