variable "name" {
  description = "The bucket's name, unique in all of AWS."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.name))
    error_message = "A bucket's name has 3 to 63 of a-z, 0-9, '.', '-'."
  }
}

variable "readers" {
  description = "ARNs of the CloudFront distributions that may read it."
  type        = list(string)
  default     = []
}

variable "expire_days" {
  description = "Days after which objects go; null for never."
  type        = number
  default     = null
}

variable "keep_replaced_days" {
  description = "Days that replaced and deleted objects can still be had back."
  type        = number
  default     = 30
}

variable "force_destroy" {
  description = "Whether destroying the bucket destroys what is in it."
  type        = bool
  default     = false
}
