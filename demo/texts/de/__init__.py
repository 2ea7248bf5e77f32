"""The words of the page in German, a file for each part of it."""

from demo.texts.de.batch import *
from demo.texts.de.collection import *
from demo.texts.de.core import *
from demo.texts.de.finish import *
from demo.texts.de.form import *
from demo.texts.de.page import *
from demo.texts.de.results import *
from demo.texts.de.room import *
