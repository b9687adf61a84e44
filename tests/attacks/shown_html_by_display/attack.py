# %%
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display
evil = "<script>alert('display')</script>"
display(HTML(evil), Markdown(evil), Latex(evil), Javascript("alert('display')"))
display(SVG(data="<svg xmlns='http://www.w3.org/2000/svg' onload=\"alert('display')\"/>"))
display({"text/plain": evil, "text/html": evil, "application/vnd.x+json": {"a": evil}}, raw=True)

# %%
class Shown:
    def _repr_html_(self):
        return evil

    def _repr_javascript_(self):
        return "alert('display')"

    def __repr__(self):
        return evil

Shown()
