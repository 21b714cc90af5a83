variable "name" {
  description = "The queue's name, such as vitrine-prod-pusher-failures."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,80}$", var.name))
    error_message = "A queue's name has 1 to 80 of A-Z, a-z, 0-9, '_', '-'."
  }
}

variable "keep_days" {
  description = "Days a message waits for somebody to look: SQS keeps 1 to 14."
  type        = number
  default     = 14

  validation {
    condition     = var.keep_days >= 1 && var.keep_days <= 14
    error_message = "SQS keeps messages 1 to 14 days."
  }
}
