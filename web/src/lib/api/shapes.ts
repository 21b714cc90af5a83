// The contract's shapes under the names this code uses. All of them are generated: a change of api/ that breaks the shop breaks its build.
import type { components } from '@/generated/contract';

type Schemas = components['schemas'];

export type Money = Schemas['Money'];
export type Image = Schemas['Image'];
export type Card = Schemas['Card'];
export type Product = Schemas['Product'];
export type Category = Schemas['Category'];
export type CategoryList = Schemas['CategoryList'];
export type ProductList = Schemas['ProductList'];
export type Change = Schemas['Change'];
export type ChangeList = Schemas['ChangeList'];
export type Notice = Schemas['Notice'];
export type Basket = Schemas['Basket'];
export type BasketLine = Schemas['BasketLine'];
export type NewBasket = Schemas['NewBasket'];
export type Customer = Schemas['Customer'];
export type Checkout = Schemas['Checkout'];
export type Order = Schemas['Order'];
export type OrderLine = Schemas['OrderLine'];
export type OrderState = Schemas['OrderState'];
export type Payment = Schemas['Payment'];
export type PaymentRequest = Schemas['PaymentRequest'];
export type Instrument = PaymentRequest['instrument'];
export type NewOrder = Schemas['NewOrder'];
export type Meta = Schemas['Meta'];
