# %%
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.imshow(np.zeros((4, 4)))
figure
