"""What a note says of its translation, in the property `translation`, where it is not whole."""

PENDING, PARTIAL = "pending", "partial"
