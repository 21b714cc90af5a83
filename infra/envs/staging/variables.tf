variable "account_id" {
  description = "The one AWS account this environment lives in: any other is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account's id has 12 digits."
  }
}

variable "region" {
  description = "The region of everything but what CloudFront wants in us-east-1."
  type        = string
  default     = "eu-central-1"
}

variable "domain" {
  description = "A domain of one's own and its Route 53 zone; null for CloudFront's name."
  type = object({
    name    = string
    zone_id = string
  })
  default = null
}

variable "alarm_recipients" {
  description = "E-mail addresses that alarms go to."
  type        = set(string)
  default     = []
}

variable "permissions_boundary" {
  description = "The ARN of the policy that bounds every role, as infra/bootstrap puts it out: a pipeline may make no others; null for none."
  type        = string
  default     = null
}
