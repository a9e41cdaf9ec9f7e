"""The workshop planner: services, inspections and repairs placed so that bases keep their cars.

``instance`` reads a problem, ``timeline`` holds bays and technicians while a plan is built,
``greedy`` and ``optimal`` build plans, ``bound`` proves how good one can be, ``verify`` checks a plan against
the raw limits and shares no code with the builders, ``relax`` says what to give way on.
"""
