"""Run by LibreOffice's Python: what Writer's own grammar checker finds in a text, as JSON lines.

Arguments: the port of a soffice that listens, and the text. The checker is Writer's client of LanguageTool servers.
"""

import json
import sys

import uno
from com.sun.star.lang import Locale


def main(port, text):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    context = resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
    name = "org.openoffice.lingu.LanguageToolGrammarChecker"
    checker = context.ServiceManager.createInstanceWithContext(name, context)
    locale = Locale("zh", "CN", "")
    result = checker.doProofreading("1", text, locale, 0, len(text), ())
    for error in result.aErrors:
        found = {
            "start": error.nErrorStart,
            "length": error.nErrorLength,
            "message": error.aFullComment,
            "short": error.aShortComment,
            "suggestions": list(error.aSuggestions),
        }
        print(json.dumps(found))


main(*sys.argv[1:])
