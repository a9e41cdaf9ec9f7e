from . import models, controllers, services, wizards
