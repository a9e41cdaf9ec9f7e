from . import rti_correction, rti_nino_reply, rti_nino_request
