variable "name" {
  description = "The web ACL's name, such as vitrine-dev."
  type        = string
}

variable "rate_limit" {
  description = "Requests an address may make in five minutes."
  type        = number
  default     = 3000

  validation {
    condition     = var.rate_limit >= 10
    error_message = "WAF counts no fewer than 10 requests."
  }
}
