variable "name" {
  description = "The prefix of the alarms' names, such as vitrine-prod."
  type        = string
}

variable "recipients" {
  description = "E-mail addresses that alarms and the budget's warnings go to. Each has to confirm once."
  type        = set(string)
  default     = []
}

variable "functions" {
  description = "Names of functions by their short name."
  type        = map(string)
  default     = {}
}

variable "stream_readers" {
  description = "Short names of the functions that read streams: their lag is watched."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for reader in var.stream_readers : contains(keys(var.functions), reader)])
    error_message = "A stream's reader has to be among the functions."
  }
}

variable "http_api" {
  description = "The HTTP API whose failures and latency are watched; null for none."
  type        = object({ id = string })
  default     = null
}

variable "queues" {
  description = "Names of failure queues by their short name: nothing should ever be in one."
  type        = map(string)
  default     = {}
}

variable "tables" {
  description = "Names of tables by their short name: throttles are watched."
  type        = map(string)
  default     = {}
}

variable "own_metrics" {
  description = "Metrics that functions write into their logs (EMF) and that should stay at zero, by alarm name."
  type = map(object({
    namespace = string
    metric    = string
    function  = string # its short name; the metric's one dimension is FunctionName
  }))
  default = {}
}

variable "latency_milliseconds" {
  description = "What 99 of 100 requests have to be answered in."
  type        = number
  default     = 1000
}

variable "monthly_budget_usd" {
  description = "US dollars a month that the account should cost at most."
  type        = number
  default     = 20
}

variable "runbook" {
  description = "Where the runbook is: an alarm's text ends with it and the alarm's heading."
  type        = string
  default     = "docs/operations.md"
}
