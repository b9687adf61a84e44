# %%
name = input("Your name? ")

# %%
age = int(input("Your age? "))
