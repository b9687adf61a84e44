# %%
import matplotlib.pyplot as plt
for number in range(8):
    plt.plot([0, number])
    plt.show()
