"""What people fill in about jobs."""

from marketplace.jobs.forms.ending import CloseForm, ReopenForm, WordForm
from marketplace.jobs.forms.post import PostForm, StepForm

__all__ = ["CloseForm", "PostForm", "ReopenForm", "StepForm", "WordForm"]
