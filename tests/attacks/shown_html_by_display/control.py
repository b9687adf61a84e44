# %%
import matplotlib.pyplot as plt
from IPython.display import HTML, display
plt.plot([1, 2])
plt.show()
display(HTML("<b>bold</b>"))
