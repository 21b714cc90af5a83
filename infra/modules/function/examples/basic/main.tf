variable "package" {
  description = "The zip to deploy."
  type        = string
}

module "catalog" {
  source = "../.."

  name        = "shop-dev-catalog"
  package     = var.package
  memory      = 512
  timeout     = 10
  gradual     = true
  environment = { PRODUCTS_TABLE = "shop-dev-products" }

  grants = [{
    sid       = "Grant0"
    actions   = ["dynamodb:GetItem"]
    resources = ["arn:aws:dynamodb:eu-central-1:123456789012:table/shop-dev-products"]
  }]
}
