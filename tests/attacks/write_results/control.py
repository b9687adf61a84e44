# %%
import json
json.dump({"mine": 1}, open("verdicts.json", "w"))
json.load(open("verdicts.json"))
