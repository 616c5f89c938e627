from marketplace.jobs.admin import posts as posts
from marketplace.jobs.admin import proposals as proposals
