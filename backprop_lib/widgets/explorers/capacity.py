"""Capacity against regularisation: what a net learns by heart, and what a penalty makes of it."""

from collections.abc import Sequence

from backprop_lib.plot import Picture
from backprop_lib.widgets.choices import CHOICES
from backprop_lib.widgets.explorers.base import Explorer, numbers
from backprop_lib.widgets.state import Config, to_dict
from backprop_lib.widgets.still import panel, png, row
from backprop_lib.widgets.trainer import Trainer

RATES = (0.0, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
SHOWN = (0.0, 3e-3, 1e-1)  # in the still picture
STEPS = 600
UNITS: int = CHOICES["units"]


class CapacityExplorer(Explorer):
    """A net with two hidden layers on few noisy samples, trained with a penalty of rate lambda.

    units: in each layer at first, 1 to 8; data, samples, noise, train_share and seed as in the
    Playground. Raises ValueError for others.
    """

    entry = "capacity_explorer.js"

    def __init__(
        self,
        units: int = 8,
        rates: Sequence[float] = RATES,
        *,
        data: str = "moons",
        samples: int = 200,
        noise: int = 40,
        train_share: int = 20,
        seed: int = 1,
    ) -> None:
        self.rates = numbers("rates", rates, (None,)).tolist()
        if not all(0 <= rate <= 1 for rate in self.rates):
            raise ValueError(f"rates is {self.rates}: give numbers from 0 to 1")
        if not 1 <= units <= UNITS:
            raise ValueError(f"units is {units}: give 1 to {UNITS}")
        self.config = Config(
            data=data, samples=samples, noise=noise, train_share=train_share, seed=seed,
            hidden=(units, units), batch_size=0, optimizer="adam", learning_rate=0.05,
            regularisation="L2",
        )  # fmt: skip
        super().__init__(config=to_dict(self.config), units=units, rates=self.rates, most=UNITS)

    def still(self) -> Picture:
        """What three of these nets say, side by side."""
        panels, told = [], []
        for rate in SHOWN:
            trainer = Trainer(self.config.changed({"regularisation_rate": rate}))
            for _ in range(STEPS):
                trainer.step()
            panels.append(panel(trainer))
            train, test = trainer.accuracy()
            told.append(f"with lambda {rate:g} {train:.0%} and {test:.0%}")
        q = self.config.hidden[0]
        return Picture(
            png(row(panels)),
            f"What three nets with two layers of {q} units say, trained on {len(trainer.F)} noisy "
            f"samples with growing lambda. Right on the samples to train on, and on others: "
            f"{'; '.join(told)}. The border winds around single samples first, and gets smoother.",
        )
