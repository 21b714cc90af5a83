variable "name" {
  description = "The CodeDeploy application's name, such as vitrine-prod."
  type        = string
}

variable "functions" {
  description = "What is shifted, by short name: the function's name, its alias's ARN, and the alarm that stops a shift."
  type = map(object({
    name       = string
    alias_arn  = string
    alarm_name = string
    alarm_arn  = string
  }))
}

variable "pace" {
  description = "CodeDeploy's configuration, such as CodeDeployDefault.LambdaCanary10Percent5Minutes."
  type        = string
  default     = "CodeDeployDefault.LambdaAllAtOnce"

  validation {
    condition     = startswith(var.pace, "CodeDeployDefault.Lambda")
    error_message = "The pace is one of CodeDeploy's configurations for Lambda."
  }
}

variable "permissions_boundary" {
  description = "The ARN of the policy that bounds the role; null for none."
  type        = string
  default     = null
}
