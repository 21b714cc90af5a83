variable "account_id" {
  description = "The AWS account: any other is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account's id has 12 digits."
  }
}

variable "region" {
  description = "The region of states, pipelines and environments."
  type        = string
  default     = "eu-central-1"
}

variable "repository" {
  description = "OWNER/NAME of the repository that the pipelines release; null for no pipelines."
  type        = string
  default     = null
}

variable "repository_host" {
  description = "What the connection is made to: GitHub, GitLab or Bitbucket."
  type        = string
  default     = "GitHub"
}

variable "environments" {
  description = "What the pipelines deploy, in the order of a release; see the module pipeline."
  type = list(object({
    name             = string
    blackbox         = optional(bool, false)
    approved         = optional(bool, false)
    alarm_recipients = optional(set(string), [])
    domain           = optional(object({ name = string, zone_id = string }))
  }))
  default = [
    { name = "dev" },
    { name = "staging", blackbox = true },
    { name = "prod", approved = true },
  ]
}
