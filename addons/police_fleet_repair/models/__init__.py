from . import defect, inspection_item, job, job_task
