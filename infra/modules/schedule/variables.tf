variable "name" {
  description = "The schedule's name, such as vitrine-prod-sweeper."
  type        = string
}

variable "every" {
  description = "How often, as app.yaml writes it: 1 minute, 2 hours, 1 day."
  type        = string

  validation {
    condition     = can(regex("^(1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))$", var.every))
    error_message = "A rate is 1 minute, 5 minutes, 1 hour, 2 days and the like."
  }
}

variable "target_arn" {
  description = "The ARN of the function's alias."
  type        = string
}

variable "permissions_boundary" {
  description = "The ARN of the policy that bounds the role; null for none."
  type        = string
  default     = null
}
