import { expect, it } from 'vitest'
import { maskCard, maskIdNumber, maskName, maskPhone, maskText } from '../../../shared/domain/mask.ts'

it('masks a phone but its first three and last four digits', () => expect(maskPhone('13800138000')).toBe('138****8000'))

it.each([
  ['张三', '张*'],
  ['欧阳娜娜', '欧**'],
  ['李', '李*'],
  ['𠮷野', '𠮷*'],
])('masks the name %s as %s', (name, masked) => expect(maskName(name)).toBe(masked))

it('masks other text but its first two characters', () => expect(maskText('示例商贸有限公司')).toBe('示例***'))

it('masks an identity number but its first three and last four characters', () =>
  expect(maskIdNumber('11010519491231002X')).toBe('110***********002X'))

it('masks a bank card but its last four digits', () => expect(maskCard('6222021000000000009')).toBe('****0009'))
