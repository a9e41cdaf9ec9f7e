"""What a person is told about their own pay: the difference from last time, a chart, an answer in time."""
