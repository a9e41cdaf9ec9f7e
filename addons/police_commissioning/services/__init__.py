from . import catalogue, orders
