# %% answer=square
print("\x1b]0;title\x07\x1b[2J\x1b[31mred\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\ \u202eesrever")

class Evil(Exception):
    pass

Evil.__name__ = "\x1b[2J\x9b31mEvil\u202e"

def square(x):
    raise Evil("\x1b]0;title\x07\x1b[2J\r\b\b")

# %% answer=threshold
def threshold(X, w, b):
    raise Evil("\x1b]0;title\x07\x1b[2J\r\b\b[link=http://evil.example]x[/link] [/]")
