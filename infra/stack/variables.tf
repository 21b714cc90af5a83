variable "environment" {
  description = "The environment's name: part of every name, and what the shop calls its stage."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment))
    error_message = "An environment's name has 2 to 12 small letters and digits."
  }

  # The same words are in infra/modules/pipeline/variables.tf; a test compares both with what the account shares.
  validation {
    condition     = !contains(["api", "artefacts", "bootstrap", "build", "plan", "pull", "release", "shared", "state", "test"], var.environment)
    error_message = "An environment may do everything to what begins with its name, and what all environments share begins with such a word: api, artefacts, bootstrap, build, plan, pull, release, shared, state and test are taken."
  }
}

variable "app_file" {
  description = "The topology; null for the repository's app.yaml."
  type        = string
  default     = null
}

variable "package_dir" {
  description = "Where ./dev package left NAME.zip for each function; null for out/package."
  type        = string
  default     = null
}

variable "architecture" {
  description = "x86_64 or arm64, as the packages were built."
  type        = string
  default     = "x86_64"
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

variable "size" {
  description = "What differs between environments, and nothing else does."
  type = object({
    pace                = optional(string, "CodeDeployDefault.LambdaAllAtOnce")
    keep_data           = optional(bool, true) # deletion protection; buckets keep what is in them
    recovery            = optional(bool, true) # point-in-time recovery
    log_retention_days  = optional(number, 30)
    requests_per_second = optional(number, 500)
    requests_at_once    = optional(number, 1000)
    requests_of_one     = optional(number, 3000) # of one address, in five minutes
    monthly_budget_usd  = optional(number, 20)
    price_class         = optional(string, "PriceClass_100")
    # What functions are told instead of app.yaml's own value. The API shares the account's 10,000 requests a second with the pusher.
    settings = optional(map(string), { PUSH_RATE = "3000" })
  })
  default = {}
}

variable "permissions_boundary" {
  description = "The ARN of the policy that bounds every role: a pipeline may make no others; null for none."
  type        = string
  default     = null
}
