output "shop" {
  description = "What ./dev deploy needs to know."
  value       = module.shop
}
