"""The channels, in and out; none of them thinks, all of them ask the assistant."""
