variable "name" {
  description = "The API's name, such as vitrine-dev."
  type        = string
}

variable "routes" {
  description = "Route keys and the function each calls, as app.yaml writes them: \"GET /api/v1/products\" = \"catalog\". Each GET answers HEAD too."
  type        = map(string)

  validation {
    condition     = alltrue([for route in keys(var.routes) : can(regex("^([A-Z]+ /.*|\\$default)$", route))])
    error_message = "A route is a method, a space and a path, or $default."
  }
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
  description = "Requests a second and at once that the stage lets through."
  type = object({
    rate  = optional(number, 1000)
    burst = optional(number, 2000)
  })
  default = {}
}

variable "log_retention_days" {
  description = "Days the access log is kept. It holds no addresses and no headers."
  type        = number
  default     = 30
}
