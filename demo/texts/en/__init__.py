"""The words of the page in English, a file for each part of it."""

from demo.texts.en.batch import *
from demo.texts.en.collection import *
from demo.texts.en.core import *
from demo.texts.en.finish import *
from demo.texts.en.form import *
from demo.texts.en.page import *
from demo.texts.en.results import *
from demo.texts.en.room import *
