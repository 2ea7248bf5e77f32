"""Every word of the page, in one place: `from demo import texts`. English, until `demo.language`
lets the page speak another language.

Sentences that hold a file's name or a visitor's words are plain text: whoever puts them into HTML
escapes them. A word has one name in all languages, and lies in a file of the same name.
"""

from demo.texts.en import *
