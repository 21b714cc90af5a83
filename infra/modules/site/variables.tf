variable "name" {
  description = "The prefix of the site's names, such as vitrine-dev."
  type        = string
}

variable "buckets" {
  description = "Host names of the buckets: the pages, and what is served under /media/."
  type = object({
    web   = string
    media = optional(string)
  })
}

variable "pages" {
  description = "The addresses of the site's pages, such as /p/{id}; others without an extension get the site with the status 404. Empty: all are pages."
  type        = list(string)
  default     = []
}

variable "api" {
  description = "The HTTP API's host name, and the path patterns it answers."
  type = object({
    host  = string
    paths = list(string)
  })

  validation {
    condition     = alltrue([for path in var.api.paths : startswith(path, "/") && path != "/*"])
    error_message = "The API answers below paths of its own, such as /api/*; the rest belongs to the pages."
  }
}

variable "socket" {
  description = "The WebSocket API's host name and its one path; null without one."
  type = object({
    host = string
    path = string
  })
  default = null
}

variable "origin_header" {
  description = "The header that tells functions a request came through CloudFront, and its secret value."
  type = object({
    name  = string
    value = string
  })
  sensitive = true
}

variable "headers" {
  description = "Headers on every answer of the pages and pictures, in small letters, as app.yaml writes them."
  type        = map(string)
  default     = {}
}

variable "api_headers" {
  description = "Headers on every answer of the HTTP API that doesn't say them itself, likewise."
  type        = map(string)
  default     = {}
}

variable "domain" {
  description = "A domain of one's own and its Route 53 zone; null for CloudFront's name."
  type = object({
    name    = string
    zone_id = string
  })
  default = null
}

variable "price_class" {
  description = "Which of CloudFront's edges serve: PriceClass_100, _200 or _All."
  type        = string
  default     = "PriceClass_100"
}

variable "web_acl_arn" {
  description = "The web ACL that every request passes first."
  type        = string
}
