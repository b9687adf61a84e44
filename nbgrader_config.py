"""nbgrader's configuration: run its commands and its formgrader from this folder."""

import os
import sys
import warnings
from pathlib import Path

from sqlalchemy.exc import SAWarning

c = get_config()  # noqa: F821

# nbgrader runs `alembic` by name: let it find the one beside this Python, activated or not.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

# nbgrader reads its tables while it fills them, which SQLAlchemy remarks on at each submission.
warnings.filterwarnings("ignore", category=SAWarning, message=".*not in session.*")

c.CourseDirectory.course_id = "backprop"

# The one place where a lesson is written, and what students get of it.
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"

# What is beside a notebook and belongs to nobody else's copy of it.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    ".backprop-progress*",
]

# Autograding: the notebook is rebuilt from its source, the student's cells run inside walls, and
# the grading cells are decided outside, by the judge. `backprop grade` does the same.
c.Autograde.pre_convert_hook = "autograder.nbgrader_plugin.enter_lesson"
c.Autograde.exporter_class = "autograder.nbgrader_plugin.SubmissionExporter"
c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.CheckCellMetadata"]
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_plugin.JudgeNotebook",
    "autograder.nbgrader_plugin.SaveVerdicts",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Feedback that is safe to open.
c.GenerateFeedback.exporter_class = "autograder.nbgrader_plugin.FeedbackExporter"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
