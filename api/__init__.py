"""The HTTP service of 言检: a thin edge round the library, for pages, plug-ins and LanguageTool clients."""
