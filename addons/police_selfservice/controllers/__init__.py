from . import my_pay, my_queries
