module "deployment" {
  source = "../.."

  name = "shop-prod"
  pace = "CodeDeployDefault.LambdaCanary10Percent5Minutes"

  functions = {
    catalog = {
      name       = "shop-prod-catalog"
      alias_arn  = "arn:aws:lambda:eu-central-1:123456789012:function:shop-prod-catalog:live"
      alarm_name = "shop-prod-catalog-errors"
      alarm_arn  = "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:shop-prod-catalog-errors"
    }
  }
}
