variable "name" {
  description = "The function's full name, such as vitrine-dev-catalog."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,64}$", var.name))
    error_message = "A function's name has 1 to 64 of A-Z, a-z, 0-9, '_', '-'."
  }
}

variable "package" {
  description = "The zip that holds one file, bootstrap."
  type        = string
}

variable "memory" {
  description = "Memory in MB; the share of a processor grows with it."
  type        = number
  default     = 128

  validation {
    condition     = var.memory >= 128 && var.memory <= 10240
    error_message = "Lambda gives 128 to 10240 MB."
  }
}

variable "timeout" {
  description = "Seconds an event may take."
  type        = number
  default     = 3

  validation {
    condition     = var.timeout >= 1 && var.timeout <= 900
    error_message = "Lambda gives 1 to 900 seconds."
  }
}

variable "architecture" {
  description = "x86_64 or arm64, as the package was built."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "The architecture is x86_64 or arm64."
  }
}

variable "environment" {
  description = "The function's environment."
  type        = map(string)
  default     = {}
}

variable "grants" {
  description = "What the function may do: actions in IAM's names on ARNs. Nothing else is allowed but its own log."
  type = list(object({
    sid       = string
    actions   = list(string)
    resources = list(string)
  }))
  default = []
}

variable "failure_queues" {
  description = "ARNs of the queues that its event sources tell of what was given up."
  type        = list(string)
  default     = []
}

variable "gradual" {
  description = "Whether CodeDeploy shifts the alias; otherwise Terraform moves it at once."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "Days the function's log is kept."
  type        = number
  default     = 30
}

variable "permissions_boundary" {
  description = "The ARN of the policy that bounds the role; null for none."
  type        = string
  default     = null
}
