variable "stream_arn" {
  description = "The stream of the table."
  type        = string
}

variable "function_arn" {
  description = "The ARN of the function's alias."
  type        = string
}

variable "batch" {
  description = "Records an event holds at most."
  type        = number
  default     = 100
}

variable "retries" {
  description = "Times a batch is tried again; -1 for ever."
  type        = number
  default     = -1

  validation {
    condition     = var.retries >= -1 && var.retries <= 10000
    error_message = "Retries are -1 (for ever) to 10000."
  }
}

variable "maximum_age" {
  description = "How old a record may get, as app.yaml writes it (1 hour); null for the stream's 24 hours."
  type        = string
  default     = null

  validation {
    condition     = var.maximum_age == null || can(regex("^[1-9][0-9]* (second|minute|hour|day)s?$", coalesce(var.maximum_age, "1 hour")))
    error_message = "An age is a number and second, minute, hour or day."
  }
}

variable "bisect" {
  description = "Whether a failed batch is halved."
  type        = bool
  default     = true
}

variable "report_failures" {
  description = "Whether the function names the records that failed."
  type        = bool
  default     = true
}

variable "failure_queue_arn" {
  description = "The queue that is told of what was given up. It is needed wherever retries end."
  type        = string
  default     = null

  validation {
    condition     = (var.retries == -1 && var.maximum_age == null) || var.failure_queue_arn != null
    error_message = "Whoever gives up has to tell a queue: failure_queue_arn."
  }
}

variable "filters" {
  description = "Event filter patterns in JSON; a record goes on that matches any."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.filters) <= 5 && alltrue([for filter in var.filters : can(jsondecode(filter))])
    error_message = "Lambda takes five filters, each JSON."
  }
}
