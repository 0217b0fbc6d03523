export * from '@tutti/text'
