"""The Playground as one static page: `python -m backprop_lib.widgets.page > docs/playground.html`.

It is put together from the very modules that the widget runs, so that nothing is written twice.
"""

import sys

from backprop_lib.widgets.assemble import bundle, style

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Playground: backpropagation before your eyes</title>
<!-- Written by `python -m backprop_lib.widgets.page` from backprop_lib/widgets/static. -->
<style>
body {{ margin: 0 auto; padding: 12px; max-width: 1200px; font-family: system-ui, sans-serif;
  line-height: 1.5; color: #1b1b1b; background: #fff; }}
h1 {{ font-size: 22px; margin: 4px 10px; }}
body > main > p {{ margin: 4px 10px; max-width: 75ch; }}
@media (prefers-color-scheme: dark) {{ body {{ color: #f2f2f2; background: #111; }} }}
{style}</style>
</head>
<body>
<main>
<h1>Playground</h1>
<p>A small net learns to tell orange from blue, in this page alone: nothing is installed, and
nothing is sent anywhere. In the course's notebooks the same playground runs your own forward and
backward.</p>
<div id="playground"><noscript>The playground needs JavaScript.</noscript></div>
</main>
<script type="module">
{script}</script>
</body>
</html>
"""


def page() -> str:
    """The whole page. Raises ValueError when a module would end the script early."""
    script = bundle("page_entry.js")
    if "</script" in script:
        raise ValueError("a module holds </script, which would end the page's script")
    return PAGE.format(style=style(), script=script)


if __name__ == "__main__":
    sys.stdout.write(page())
