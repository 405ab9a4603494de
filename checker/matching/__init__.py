"""Where do entries stand? One automaton pass over characters, one over syllables, near misses, the statistical detector."""
