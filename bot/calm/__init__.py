"""The pressure button: drills shown step by step, a pause with a time of return, a soft start. It moves nothing on a walk."""
