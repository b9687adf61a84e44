"""nbgrader's configuration: run its commands and its formgrader from this folder."""

import os
import sys
import warnings
from pathlib import Path

c = get_config()  # noqa: F821

# nbgrader runs `alembic` by name: let it find the one beside this Python, activated or not.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

# nbgrader reads its tables while it fills them, which SQLAlchemy remarks on at each submission.
warnings.filterwarnings("ignore", category=RuntimeWarning, message=".*not in session.*")

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

# The formgrader's pages show students' names, which many an LMS lets them choose.
c.HTMLExporter.preprocessors = ["autograder.formgrader.EscapeNames"]

# Feedback that is safe to open.
c.GenerateFeedback.exporter_class = "autograder.nbgrader_plugin.FeedbackExporter"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

# Handing in late. The due date of a lesson is in nbgrader's gradebook, and so is who has more time:
# `backprop collect --deadline`, `backprop late`, or the formgrader write them. These say what it
# costs; after a change, `backprop late LESSON` sets the penalties anew, without grading again.
c.AssignLatePenalties.plugin_class = "autograder.lms.late.LatePolicy"
# c.LatePolicy.grace_minutes = 15      # late by no more than this is not late
# c.LatePolicy.per_day = 0.1           # the share of the score that each begun day costs
# c.LatePolicy.most = 0.5              # the share that it costs at most
# c.LatePolicy.days_until_nothing = 7  # after so many days nothing is left
# Of several lessons, how many of the worst `backprop export --lms csv` leaves out of the total.
# c.LmsExport.drop_lowest = 1

# Collecting what an LMS hands out. `backprop collect` does all of it; `nbgrader zip_collect`, after
# the zip was put into downloaded/LESSON/archive/, reads the same names of files in the same way.
c.ZipCollectApp.extractor_plugin = "autograder.lms.plugins.SafeExtractor"
c.ZipCollectApp.collector_plugin = "autograder.lms.plugins.LmsCollector"
# c.LmsCollector.roster = "roster.csv"  # default: the students in the gradebook
