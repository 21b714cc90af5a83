variable "name" {
  description = "The application's name: the pipelines are called by it, and every resource of an environment begins with it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name))
    error_message = "The application's name has 2 to 21 of a-z, 0-9, '-'."
  }
}

variable "repository" {
  description = "The repository, as its host writes it: OWNER/NAME."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.repository))
    error_message = "A repository is written OWNER/NAME."
  }
}

variable "branch" {
  description = "The branch whose commits are released."
  type        = string
  default     = "main"
}

variable "connection_arn" {
  description = "The connection to the repository's host. Somebody has to confirm it once, in the console."
  type        = string
}

variable "artefact_buckets" {
  description = "Where the stages hand each other the sources and what was built of them: a bucket for each pipeline."
  type = object({
    release       = object({ name = string, arn = string })
    pull_requests = object({ name = string, arn = string })
  })
}

variable "state_bucket" {
  description = "Where Terraform's states are, each environment's below its own name."
  type        = object({ name = string, arn = string })
}

variable "environments" {
  description = "The environments in the order of a release. After the blackbox ones the functional suite runs; before the approved ones somebody has to agree."
  type = list(object({
    name     = string
    blackbox = optional(bool, false)
    approved = optional(bool, false)

    # What a person would write into the environment's terraform.tfvars.
    alarm_recipients = optional(set(string), [])
    domain           = optional(object({ name = string, zone_id = string }))
  }))
  default = [
    { name = "dev" },
    { name = "staging", blackbox = true },
    { name = "prod", approved = true },
  ]

  validation {
    condition     = length(var.environments) > 0 && alltrue([for environment in var.environments : can(regex("^[a-z][a-z0-9]{1,11}$", environment.name))])
    error_message = "There is an environment, and its name has 2 to 12 small letters and digits."
  }

  # The same words are in infra/stack/variables.tf; a test compares both with what the account shares.
  validation {
    condition     = !anytrue([for environment in var.environments : contains(["api", "artefacts", "bootstrap", "build", "plan", "pull", "release", "shared", "state", "test"], environment.name)])
    error_message = "An environment may do everything to what begins with its name, and what all environments share begins with such a word: api, artefacts, bootstrap, build, plan, pull, release, shared, state and test are taken."
  }
}

variable "image" {
  description = "What builds and deploys: Debian 12, by its digest. The tests of a release and of a person run on the same."
  type        = string

  # Debian 12.15: the index of Docker's official image, as docker-library/repo-info has it. Amazon's public registry mirrors that image.
  default = "public.ecr.aws/docker/library/debian@sha256:813017f3d62be4b5891a7acca6a01bdcd4b8513daa81b1ab99d3a50385b26931"

  validation {
    condition     = can(regex("^[^:@]+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "The image is pinned by a digest: a tag can be moved."
  }
}

variable "log_retention_days" {
  description = "Days the logs of builds are kept."
  type        = number
  default     = 30
}
