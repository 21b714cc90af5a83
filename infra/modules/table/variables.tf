variable "name" {
  description = "The table's full name, such as vitrine-dev-products."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{3,255}$", var.name))
    error_message = "A table's name has 3 to 255 of A-Z, a-z, 0-9, '_', '.', '-'."
  }
}

variable "key" {
  description = "The key's attributes, each as NAME:TYPE with type S, N or B, as app.yaml writes them."
  type = object({
    partition = string
    sort      = optional(string)
  })

  validation {
    condition     = alltrue([for attribute in compact([var.key.partition, var.key.sort]) : can(regex("^[A-Za-z_][A-Za-z0-9_.-]*:[SNB]$", attribute))])
    error_message = "A key's attribute is written NAME:TYPE, the type being S, N or B."
  }
}

variable "indexes" {
  description = "Global secondary indexes by name. The projection is all, keys, or include with the attributes listed."
  type = map(object({
    partition  = string
    sort       = optional(string)
    projection = optional(string, "all")
    attributes = optional(list(string))
  }))
  default = {}

  validation {
    condition = alltrue([
      for index in var.indexes : alltrue([for attribute in compact([index.partition, index.sort]) : can(regex("^[A-Za-z_][A-Za-z0-9_.-]*:[SNB]$", attribute))])
    ])
    error_message = "An index's attribute is written NAME:TYPE, the type being S, N or B."
  }

  validation {
    condition     = alltrue([for index in var.indexes : contains(["all", "keys", "include"], index.projection)])
    error_message = "An index projects all, keys or include."
  }
}

variable "ttl" {
  description = "The attribute that holds an item's end in epoch seconds; null for items that never end. It has to be turned off in DynamoDB before it is left out."
  type        = string
  default     = null
}

variable "stream" {
  description = "What the stream holds: keys, new, old or new-and-old; null for no stream."
  type        = string
  default     = null

  validation {
    condition     = var.stream == null || contains(["keys", "new", "old", "new-and-old"], coalesce(var.stream, "new"))
    error_message = "A stream holds keys, new, old or new-and-old."
  }
}

variable "point_in_time_recovery" {
  description = "Whether the table can be restored to any second of the last 35 days."
  type        = bool
  default     = true
}

variable "deletion_protection" {
  description = "Whether the table refuses to be deleted."
  type        = bool
  default     = true
}
