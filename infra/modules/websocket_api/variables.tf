variable "name" {
  description = "The API's name, such as vitrine-dev."
  type        = string
}

variable "path" {
  description = "The path browsers connect to. Its one segment is the stage's name, so that CloudFront needs no origin path."
  type        = string

  validation {
    condition     = can(regex("^/[A-Za-z0-9_-]+$", var.path))
    error_message = "The path is one segment: API Gateway's stage is named by it."
  }
}

variable "select" {
  description = "Where a message names its route, such as $request.body.action."
  type        = string
}

variable "routes" {
  description = "Route keys and the function each calls."
  type        = map(string)
}

variable "functions" {
  description = "The functions that routes name: the alias to invoke, and the seconds it may take."
  type = map(object({
    name       = string
    alias      = string
    invoke_arn = string
    timeout    = number
  }))
}

variable "throttle" {
  description = "Messages a second and at once that the stage lets through."
  type = object({
    rate  = optional(number, 1000)
    burst = optional(number, 2000)
  })
  default = {}
}

variable "log_retention_days" {
  description = "Days the access log is kept. It holds no addresses and no messages."
  type        = number
  default     = 30
}
